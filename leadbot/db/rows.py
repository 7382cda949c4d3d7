"""The tables as rows, for what every delivery and every tick asks: rows take a quarter of the time that objects take.

One column of a class such as `Message` is enough to make a whole statement one about objects.
"""

from leadbot.db.base import Base
from leadbot.db.check_ins import CheckIn
from leadbot.db.outbox import Message, Rest
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role, Workspace
from leadbot.db.teams import Bid

BIDS = Base.metadata.tables[Bid.__tablename__]
CHECK_INS = Base.metadata.tables[CheckIn.__tablename__]
INTRODUCTIONS = Base.metadata.tables[Introduction.__tablename__]
MEMBERS = Base.metadata.tables[Member.__tablename__]
MESSAGES = Base.metadata.tables[Message.__tablename__]
OFFERS = Base.metadata.tables[Offer.__tablename__]
OPPORTUNITIES = Base.metadata.tables[Opportunity.__tablename__]
RESTS = Base.metadata.tables[Rest.__tablename__]
ROLES = Base.metadata.tables[Role.__tablename__]
WORKSPACES = Base.metadata.tables[Workspace.__tablename__]
