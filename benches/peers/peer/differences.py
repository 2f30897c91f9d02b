"""What differs between two inputs, as targets: `costs/secretary/hours/per_meeting`, 20 before and 16 now."""

from .changes import BY_ID

ABSENT = None  # a field that is null is one that is not there


def input_differences(base, column):
    """`(target, baseline's value, own value)` for documents, then events, then observations."""
    yield from documents(base.source, column.source)
    yield from events(base.events, column.events)
    yield from observations(base.observations, column.observations)


def documents(before, now, path=()):
    if before == now:
        return
    if isinstance(before, dict) and isinstance(now, dict) and before.get("type") == now.get("type"):
        for name in [*before, *(name for name in now if name not in before)]:
            yield from documents(before.get(name, ABSENT), now.get(name, ABSENT), (*path, name))
    elif isinstance(before, list) and isinstance(now, list) and len(path) == 1 and path[0] in BY_ID:
        yield from documents(by_id(before), by_id(now), path)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for index, pair in enumerate(zip(before, now)):
            yield from documents(*pair, (*path, str(index)))
    else:
        yield "/".join(path), before, now


def by_id(elements):
    return {each["id"]: each for each in elements}


def events(before, now):
    """Party by party: its event, or all of them when it has several."""
    for party in dict.fromkeys(event["party"] for event in [*before, *now]):
        pair = [[shown(event) for event in events if event["party"] == party] for events in (before, now)]
        if pair[0] != pair[1]:
            yield f"events/{party}", *(found[0] if len(found) == 1 else found or ABSENT for found in pair)


def shown(event):
    """The event as JSON, without what it does not say."""
    told = {name: event[name] for name in ("party", "cause", "reason") if event[name] is not None}
    days = {name: event[name].isoformat() for name in ("from", "to") if event[name]}
    return {**told, "contributes_percent": event["contributes_percent"], **days}


def observations(before, now):
    for name in dict.fromkeys([*before, *now]):
        values = [{(each["for"], each["date"]): each["value"] for each in series.get(name, ())}
                  for series in (before, now)]
        for place, day in dict.fromkeys([*values[0], *values[1]]):
            pair = [found.get((place, day), ABSENT) for found in values]
            if pair[0] != pair[1]:
                yield f"statistics/{name}/{place}/{day}", *pair
