"""In whose name an act is done: in the role that gives the right, for the services that the grants reach."""

from dataclasses import replace

from config.errors import NotFound
from config.kinds import PERMISSIONS, Permission
from dashboard.store.actions.proposal_turn import Acting
from dashboard.web.auth import current_actor, require


def acting(permission: Permission, organisation_id: int) -> Acting:
    """The person who asks, with a right in an organisation. Raises Forbidden, and NotFound where they lack it."""
    person = require(permission)
    reaches = person.scope(permission).reaches
    reach = next((one for one in reaches if one.organisation_id == organisation_id), None)
    if reach is None:
        raise NotFound()
    grant = next(
        one
        for one in person.grants
        if permission in PERMISSIONS[one.role]
        and any(there.organisation_id == organisation_id for there in one.reaches)
    )
    return Acting(replace(current_actor(), role=str(grant.role)), organisation_id, reach.service_ids)
