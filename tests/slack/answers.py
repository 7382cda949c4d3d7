"""What Slack may answer with, pair by pair: every code of every method that Leadbot calls, by what is to be done about it.

Facts, from the methods' pages under docs.slack.dev/reference/methods; the classes are our reading of what they say.
"""

from collections.abc import Mapping

from leadbot.domain.reactions import Reaction

Codes = Mapping[Reaction, str]

# What every method may answer with.
EVERYWHERE: Codes = {
    Reaction.WAIT: "ratelimited",
    Reaction.BACK_OFF: "org_login_required request_timeout service_unavailable team_added_to_org",
    Reaction.LOOK_FIRST: "fatal_error",
    Reaction.STOP_WORKSPACE: """
        access_denied accesslimited account_inactive enterprise_is_restricted is_bot missing_scope
        no_permission not_allowed_token_type not_authed token_expired token_revoked
        two_factor_setup_required
    """,
    Reaction.STOP_CHANNEL: "ekm_access_denied",
    Reaction.GIVE_UP: """
        deprecated_endpoint invalid_arg_name invalid_array_arg invalid_charset invalid_form_data
        invalid_post_type method_deprecated missing_post_type unknown_method
    """,
}
# What only these may answer with.
OWN: Mapping[str, Codes] = {
    "chat.postMessage": {
        Reaction.WAIT: "rate_limited",
        Reaction.BACK_OFF: "message_limit_exceeded",
        Reaction.STOP_PERSON: "cannot_dm_bot",
        Reaction.LOOK_FIRST: "internal_error",
        Reaction.STOP_WORKSPACE: "invalid_auth",
        Reaction.STOP_CHANNEL: """
            app_access_restricted cannot_reply_to_message channel_not_found is_archived
            messages_tab_disabled not_in_channel restricted_action
            restricted_action_non_threadable_channel restricted_action_read_only_channel
            restricted_action_thread_locked restricted_action_thread_only_channel
            send_on_behalf_not_allowed slack_connect_canvas_sharing_blocked
            slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked team_not_found
        """,
        Reaction.GIVE_UP: """
            as_user_not_supported attachment_payload_limit_exceeded draft_already_deleted
            draft_already_sent draft_has_conflict draft_not_found duplicate_channel_not_found
            duplicate_message_not_found invalid_blocks invalid_blocks_format invalid_metadata_format
            invalid_metadata_schema markdown_text_conflict metadata_must_be_sent_from_app
            metadata_too_large missing_file_data msg_blocks_too_long msg_too_long no_text too_many_attachments
            too_many_contact_cards
        """,
    },
    "chat.update": {
        Reaction.BACK_OFF: """
            external_channel_migrating message_limit_exceeded streaming_state_conflict update_failed
        """,
        Reaction.STOP_CHANNEL: """
            channel_not_found is_inactive posting_to_channel_denied slack_connect_blocked_file_type
            slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
            slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
            team_not_found
        """,
        Reaction.SAY_AFRESH: """
            block_mismatch cant_broadcast_message cant_update_message edit_window_closed
            message_not_found no_dual_broadcast_content_update
        """,
        Reaction.GIVE_UP: """
            as_user_not_supported blocked_file_type file_deleted file_is_deleted file_not_found
            file_share_limit_reached invalid_attachments invalid_blocks invalid_blocks_format
            invalid_metadata_format invalid_metadata_schema markdown_text_conflict
            max_file_sharing_exceeded metadata_must_be_sent_from_app metadata_too_large msg_too_long
            no_text too_many_attachments unable_to_share_files
        """,
    },
    "conversations.open": {
        Reaction.STOP_CHANNEL: "channel_not_found method_not_supported_for_channel_type",
        Reaction.STOP_PERSON: "invalid_user_combination user_disabled user_not_found user_not_visible",
        Reaction.GIVE_UP: "not_enough_users too_many_users users_list_not_supplied",
    },
    "users.info": {
        Reaction.STOP_PERSON: "user_not_found user_not_visible",
        Reaction.GIVE_UP: "too_many_users",
    },
    "views.open": {
        Reaction.PRESS_AGAIN: "exchanged_trigger_id expired_trigger_id invalid_trigger_id",
        Reaction.GIVE_UP: "duplicate_external_id view_too_large",
    },
    "views.publish": {
        Reaction.STOP_CHANNEL: "not_enabled not_implemented",
        Reaction.RELOAD: "hash_conflict",
        Reaction.GIVE_UP: "duplicate_external_id missing_profile_id view_too_large",
    },
}


def pairs(method: str) -> dict[str, Reaction]:
    """Every code that a method may answer with, and what is to be done about it."""
    classes = (*EVERYWHERE.items(), *OWN[method].items())
    return {code: reaction for reaction, codes in classes for code in codes.split()}
