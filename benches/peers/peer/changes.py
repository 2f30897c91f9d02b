"""Changes (§9): how a year's budget differs from the agreement, applied to the JSON before it is read."""

import copy
import re

from .problems import Problems

# The document's own lists; a selector's `parties` is not one.
BY_ID = {"parties", "bodies", "costs", "levers", "milestones"}


def changed(agreement, changes, at="/changes"):
    """The agreement with every change applied, in order."""
    document = copy.deepcopy(agreement)
    for index, change in enumerate(changes):
        apply(document, change["target"].split("/"), copy.deepcopy(change.get("value")), f"{at}/{index}/target")
    return document


def added_fields(document, changes):
    """Where in the changed document each change's target is, as pointers."""
    for change in changes:
        path, holder, by_id = change["target"].split("/"), document, False
        for depth, part in enumerate(path):
            if by_id and isinstance(holder, list):
                path[depth] = str(place(holder, part, by_id))
            try:
                holder, by_id = step_into(holder, part, by_id, ""), depth == 0 and part in BY_ID
            except Problems:
                break
        yield "/agreement/" + "/".join(path)


def apply(document, path, value, at):
    holder, by_id = walked(document, path[:-1], at)
    last = path[-1]
    if isinstance(holder, dict):
        if value is None:
            holder.pop(last, None)
        else:
            holder[last] = value
    elif isinstance(holder, list):
        change_list(holder, place(holder, last, by_id), last, value, by_id, at)
    else:
        raise Problems(("unknown-target", at))


def walked(document, path, at):
    """What stands at the end of a path, and whether it is a list whose elements go by id."""
    holder, by_id = document, False
    for depth, part in enumerate(path):
        holder, by_id = step_into(holder, part, by_id, at), depth == 0 and part in BY_ID
    return holder, by_id


def at_target(document, path):
    return walked(document, path, "")[0]


def step_into(holder, part, by_id, at):
    if isinstance(holder, dict) and part in holder:
        return holder[part]
    if isinstance(holder, list):
        index = place(holder, part, by_id)
        if index is not None and index < len(holder):
            return holder[index]
    raise Problems(("unknown-target", at))


def place(holder, part, by_id):
    """Where an element stands: by id in the lists whose elements have one, by index in the others."""
    if by_id:
        found = [n for n, each in enumerate(holder) if isinstance(each, dict) and each.get("id") == part]
        return found[0] if found else None
    return int(part) if re.fullmatch("0|[1-9][0-9]{0,5}", part) else None


def change_list(holder, index, last, value, by_id, at):
    known = index is not None and index < len(holder)
    if value is None and known:
        del holder[index]
    elif value is None:
        raise Problems(("unknown-target", at))
    elif known:
        holder[index] = {**value, "id": value.get("id", last)} if by_id and isinstance(value, dict) else value
    elif by_id:
        holder.append({**value, "id": last} if isinstance(value, dict) else value)
    elif index == len(holder):
        holder.append(value)
    else:
        raise Problems(("unknown-target", at))
