// The world as one job sees it. Under --all each job lives in the directory of its recorded
// command; under batch inputs see the texts of their line alone.
// SPDX-License-Identifier: MIT
#pragma once

#include "environment.h"
#include "jobs.h"
#include "overlay_files.h"
#include "paths.h"
#include "pincompile/text_files.h"
#include "support/real_file_system.h"

namespace pincompile::tool {

class JobView {
 public:
  /// fresh_only  inputs see the fresh texts and no disk below them.
  JobView(const Job& job, const Environment& run_environment, FreshTexts& fresh,
          bool fresh_only = false)
      : environment(run_environment),
        disk((environment.working_directory =
                  cleaned(joined(run_environment.working_directory, job.directory)))),
        files(fresh_only ? static_cast<FileSystem&>(nothing) : disk, environment.working_directory,
              fresh) {}

  Environment environment;
  RealFileSystem disk;
  TextFiles nothing;
  OverlayFiles files;  ///< the disk, with the run's own fresh outputs on it
};

}  // namespace pincompile::tool
