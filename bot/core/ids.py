"""Ids have types: a room can never be passed where a person is meant.

`...Ref` is the platform's own id (a string that may change at a new login);
`...Id` is ours (a number that stays).
"""

from typing import NewType

ChannelName = NewType("ChannelName", str)  # the configured name of one bot account, e.g. "wx"
StaffName = NewType("StaffName", str)  # the configured name of a colleague, e.g. "wang"

RoomRef = NewType("RoomRef", str)
UserRef = NewType("UserRef", str)
MessageRef = NewType("MessageRef", str)
EventRef = NewType("EventRef", str)

RoomId = NewType("RoomId", int)
IdentityId = NewType("IdentityId", int)
StudentId = NewType("StudentId", int)  # 学号, and the key of a person
MessageId = NewType("MessageId", int)
DeliveryId = NewType("DeliveryId", int)
CaseId = NewType("CaseId", int)
LeadId = NewType("LeadId", int)
AlertId = NewType("AlertId", int)
TaskId = NewType("TaskId", int)
RunId = NewType("RunId", int)
OccurrenceId = NewType("OccurrenceId", int)
MarkId = NewType("MarkId", int)
ListingId = NewType("ListingId", int)
QuizId = NewType("QuizId", int)
ReportId = NewType("ReportId", int)
AppealId = NewType("AppealId", int)
SampleId = NewType("SampleId", int)
VersionId = NewType("VersionId", int)
ErrandId = NewType("ErrandId", int)
CouponId = NewType("CouponId", int)
TokenId = NewType("TokenId", int)
LoginId = NewType("LoginId", int)

FIRST_STUDENT_ID = StudentId(10001)
GROUPKEEPER = "groupkeeper"  # the author of what a rule decided, and no person
