// The world as one job sees it: under --all each job lives in the directory of its recorded
// command.
// SPDX-License-Identifier: MIT
#pragma once

#include "environment.h"
#include "jobs.h"
#include "overlay_files.h"
#include "paths.h"
#include "support/real_file_system.h"

namespace pincompile::tool {

class JobView {
 public:
  JobView(const Job& job, const Environment& run_environment, FreshTexts& fresh)
      : environment(run_environment),
        disk((environment.working_directory =
                  cleaned(joined(run_environment.working_directory, job.directory)))),
        files(disk, environment.working_directory, fresh) {}

  Environment environment;
  RealFileSystem disk;
  OverlayFiles files;  ///< the disk, with the run's own fresh outputs on it
};

}  // namespace pincompile::tool
