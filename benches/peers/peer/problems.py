"""What is wrong with a request: a list, because independent mistakes are told all at once."""


class Problems(Exception):
    """One or more `(code, pointer)` pairs; the code is what callers compare."""

    def __init__(self, *pairs):
        super().__init__(", ".join(f"{code} at {pointer}" for code, pointer in pairs))
        self.pairs = list(pairs)

    def answer(self):
        return {"errors": [{"code": code, "pointer": pointer} for code, pointer in self.pairs]}


def all_of(calls):
    """Runs every call and returns their results, or raises what went wrong in any of them, together."""
    results, pairs = [], []
    for call in calls:
        try:
            results.append(call())
        except Problems as problems:
            pairs.extend(problems.pairs)
    if pairs:
        raise Problems(*pairs)
    return results
