package org.cordboard.routing.sid;

/// A resource identifier: two upper-case letters naming the kind, then 32 hex digits.
///
/// Each kind is its own type, so that a task can never be passed where a worker is meant. Values are kept in
/// lower-case hex; input in upper case is accepted (TaskRouter reference, "SID placeholders").
public sealed interface Sid extends Comparable<Sid>
        permits AccountSid,
                ApiKeySid,
                WorkspaceSid,
                ActivitySid,
                TaskChannelSid,
                TaskQueueSid,
                WorkflowSid,
                WorkerSid,
                WorkerChannelSid,
                TaskSid,
                ReservationSid,
                EventSid,
                TransferSid,
                CallSid,
                ConferenceSid,
                QueueSid,
                RecordingSid,
                PhoneNumberSid,
                ApplicationSid,
                NotificationSid,
                MessageSid,
                StreamSid,
                FlowSid,
                ExecutionSid,
                StepSid,
                TrunkSid,
                SipDomainSid,
                CredentialListSid,
                CredentialSid,
                IpAccessControlListSid,
                IpAddressSid,
                OriginationUrlSid,
                ByocTrunkSid,
                ConnectionPolicySid,
                ConnectionPolicyTargetSid {

    int LENGTH = 34;

    String value();

    @Override
    default int compareTo(Sid other) {
        return value().compareTo(other.value());
    }

    /// @throws IllegalArgumentException if the text is not `prefix` followed by 32 hex digits
    static String checked(String prefix, String value) {
        if (!wellFormed(prefix, value)) {
            throw new IllegalArgumentException("not a " + prefix + " SID: " + value);
        }
        return isLower(value) ? value : prefix + lowerHex(value);
    }

    static boolean wellFormed(String prefix, String value) {
        if (value.length() != LENGTH || !value.startsWith(prefix)) {
            return false;
        }
        for (int i = 2; i < LENGTH; i++) {
            if (Character.digit(value.charAt(i), 16) < 0 || value.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(String value) {
        for (int i = 2; i < LENGTH; i++) {
            if (Character.isUpperCase(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String lowerHex(String value) {
        return value.substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
