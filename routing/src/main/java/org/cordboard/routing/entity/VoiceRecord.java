package org.cordboard.routing.entity;

/// A durable record of the voice and flow side. The engine keeps it and its few rules (a final call never changes, a
/// caller who is gone cancels the task waiting for him); what else it means belongs to the module that wrote it.
public sealed interface VoiceRecord extends Entity
        permits Call,
                Conference,
                Participant,
                VoiceQueue,
                QueueMember,
                Recording,
                PhoneNumber,
                Application,
                Notification,
                TextMessage,
                Flow,
                FlowRevision,
                Execution,
                ExecutionStep,
                SipCredential,
                SipDomain,
                CredentialList,
                IpAccessControlList,
                IpAccessEntry,
                SipMapping,
                Trunk,
                SipTarget,
                ByocTrunk,
                ConnectionPolicy,
                PhoneRoute,
                Setting {}
