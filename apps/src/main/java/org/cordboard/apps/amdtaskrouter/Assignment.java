package org.cordboard.apps.amdtaskrouter;

/// A reservation and the phone to ring for it.
///
/// @param phone where the agent is
/// @param caller shown to the agent unless a caller id is configured
record Assignment(String taskSid, String reservationSid, String phone, String caller) {}
