"""Slack's failures, each with what is done about it.

The codes are those of the methods that Leadbot calls, from their pages under docs.slack.dev/reference/methods; no code
means different things in different methods. The classes are our reading of the descriptions there.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from leadbot.domain.reactions import Failed, Reaction

CODES: Mapping[Reaction, str] = {
    # too fast: nothing was said
    Reaction.WAIT: """
        rate_limited ratelimited
    """,
    # nothing was said, and a later attempt may succeed
    Reaction.BACK_OFF: """
        external_channel_migrating list_record_comment_fetch_failed message_limit_exceeded org_login_required
        request_timeout service_unavailable streaming_state_conflict team_added_to_org update_failed
    """,
    # some part of it may have succeeded
    Reaction.LOOK_FIRST: """
        fatal_error file_update_failed internal_error
    """,
    # this person cannot be written to
    Reaction.STOP_PERSON: """
        cannot_dm_bot invalid_user_combination user_disabled user_not_found user_not_in_channel
        user_not_visible
    """,
    # this channel cannot be used
    Reaction.STOP_CHANNEL: """
        app_access_restricted invalid_channel cannot_reply_to_message channel_is_limited_access channel_not_found ekm_access_denied
        is_archived is_inactive messages_tab_disabled method_not_supported_for_channel_type not_enabled not_implemented
        not_in_channel posting_to_channel_denied restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked
        restricted_action_thread_only_channel send_on_behalf_not_allowed slack_connect_blocked_file_type
        slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
        slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
        slack_connect_lists_sharing_blocked team_not_found thread_not_found
        team_access_not_granted too_many_members user_is_restricted
    """,
    # nothing works here until Leadbot is installed again
    Reaction.STOP_WORKSPACE: """
        access_denied accesslimited account_inactive enterprise_is_restricted invalid_auth is_bot
        missing_scope no_permission not_allowed_token_type not_authed token_expired token_revoked
        two_factor_setup_required
    """,
    # the message that was to be changed is gone, or can no longer be changed
    Reaction.SAY_AFRESH: """
        block_mismatch cant_broadcast_message cant_update_message edit_window_closed message_not_found
        no_dual_broadcast_content_update
    """,
    # the form came later than the three seconds that Slack allows, or is closed by now
    Reaction.PRESS_AGAIN: """
        exchanged_trigger_id expired_trigger_id invalid_trigger_id not_found
    """,
    # somebody changed the view meanwhile
    Reaction.RELOAD: """
        hash_conflict
    """,
    # what we sent is wrong, and stays wrong
    Reaction.GIVE_UP: """
        file_type_not_allowed file_upload_size_restricted file_uploads_disabled file_uploads_except_images_disabled
        as_user_not_supported attachment_payload_limit_exceeded blocked_file_type deprecated_endpoint
        draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
        duplicate_channel_not_found duplicate_external_id duplicate_message_not_found file_deleted
        file_is_deleted file_not_found file_share_limit_reached invalid_arg_name invalid_arguments
        invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset
        invalid_cursor invalid_form_data invalid_json invalid_limit invalid_metadata_filter_keys
        invalid_metadata_format invalid_metadata_schema invalid_post_type invalid_ts_latest invalid_ts_oldest invalid_types
        json_not_object markdown_text_conflict max_file_sharing_exceeded metadata_must_be_sent_from_app
        metadata_too_large method_deprecated missing_argument missing_file_data missing_post_type missing_profile_id
        msg_blocks_too_long msg_too_long no_text no_user not_enough_users too_many_attachments
        too_many_contact_cards too_many_users unable_to_share_files unknown_method users_list_not_supplied
        view_too_large alt_txt_too_large limit_required pagination_not_available push_limit_reached snippet_too_large
        storage_limit_reached unknown_snippet_type unknown_subtype
    """,
}
REACTIONS: Mapping[str, Reaction] = {code: reaction for reaction, codes in CODES.items() for code in codes.split()}
CODE = re.compile(
    r"[\w.:-]{1,100}"
)  # of a body that is no JSON, Slack's client makes an error of its own, in sentences
DEFAULT_WAIT = 30.0  # seconds, when Slack says "too fast" and not for how long
LONGEST_WAIT = 3600.0


def failure_of(error: Exception, method: str) -> Failed:
    """What to do about an exception that a call of `method` ended with."""
    if isinstance(error, SlackApiError):
        return answered(error, method)
    if isinstance(error, URLError) and never_left(error):
        return Failed(Reaction.BACK_OFF, type(error.reason).__name__)
    return Failed(Reaction.LOOK_FIRST, type(error).__name__)  # a time-out, a reset, an answer that is no answer


def answered(error: SlackApiError, method: str) -> Failed:
    """What to do about an error that Slack answered with."""
    response = error.response
    status = getattr(response, "status_code", 200)
    code = response.get("error") if isinstance(getattr(response, "data", None), dict) else None
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Failed(Reaction.WAIT, "ratelimited", wait_of(response.headers), method)
    if status >= 500 or not isinstance(code, str) or not CODE.fullmatch(code):
        return Failed(Reaction.LOOK_FIRST, f"http_{status}")
    return Failed(REACTIONS.get(code, Reaction.PUZZLE), code)


def never_left(error: URLError) -> bool:
    """Whether the request cannot have reached Slack: no connection, no such host, no TLS."""
    return isinstance(error.reason, ConnectionRefusedError | socket.gaierror | ssl.SSLError)


def wait_of(headers: Mapping[str, str]) -> float:
    """The seconds for which Slack asks us to wait; a moderate guess if it says nothing that makes sense."""
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(max(1.0, float(given)), LONGEST_WAIT)
    except ValueError:
        return DEFAULT_WAIT
