"""Divides a callgrind profile into parts that exclude each other and add up to the whole.

A part is headed by a function. What a function costs itself counts for the part of whoever called it, by what each caller caused;
so the cost of memory or of texts lies where they are asked for. A part that heads another one does not count what that costs.
"""
import collections, re, sys

COMPRESSED = re.compile(r"\((\d+)\)(?: (.*))?")


class Profile:
    """Functions with their own costs, and what calls cost, out of callgrind's file."""

    def __init__(self, text):
        self.own, self.calls = collections.Counter(), collections.defaultdict(collections.Counter)  # callee -> caller -> cost
        names, here, callee, is_call = {}, None, None, False
        for line in text.splitlines():
            key, _, rest = line.partition("=")
            if key in ("fn", "cfn"):
                number, name = COMPRESSED.fullmatch(rest).groups()
                name = names.setdefault(number, name)
                if key == "fn":
                    here = name
                else:
                    callee = name
            elif key == "calls":
                is_call = True
            elif line and (line[0].isdigit() or line[0] in "+-*"):
                cost = int(line.split()[1])
                if not is_call:
                    self.own[here] += cost
                elif callee != here:
                    self.calls[callee][here] += cost
                is_call = False
        self.total = sum(self.own.values())
        self.functions = set(self.own) | set(self.calls)

    def own_of(self, pattern):
        return sum(cost for name, cost in self.own.items() if re.search(pattern, name))

    def parts(self, heads, rest):
        """Title -> cost. `heads`: (title, pattern of the functions that head it); `rest`: title of what belongs to none."""
        headed = {}
        for title, pattern in heads:
            found = [name for name in self.functions if re.search(pattern, name)]
            if not found:
                sys.exit(f"profile: \"{title}\" is headed by no function of this build: {pattern}")
            for name in found:
                headed.setdefault(name, title)
        shares = {name: {headed.get(name, rest): 1.0} for name in self.functions}
        free = [name for name in self.functions if name not in headed and self.calls[name]]
        for _ in range(60):  # enough for the deepest chain of calls; functions that call each other converge
            for name in free:
                callers, mixed = self.calls[name], collections.Counter()
                for caller, cost in callers.items():
                    for title, share in shares[caller].items():
                        mixed[title] += share * cost
                whole = sum(mixed.values())
                if whole:
                    shares[name] = {title: share / whole for title, share in mixed.items()}
        result = collections.Counter()
        for name, cost in self.own.items():
            for title, share in shares[name].items():
                result[title] += cost * share
        return result
