package org.cordboard.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.ConnectionPolicy;
import org.cordboard.routing.entity.CredentialList;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.IpAccessEntry;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.QueueSid;
import org.jspecify.annotations.Nullable;

/// The records of the voice and flow side, and the line of each voice queue.
final class VoiceRecords {
    private final Map<Class<?>, TreeMap<Place, VoiceRecord>> ordered = new HashMap<>();
    private final Map<Class<?>, Map<String, VoiceRecord>> byKey = new HashMap<>();
    private final Map<QueueSid, TreeMap<Place, QueueMember>> lines = new HashMap<>();
    private final Map<String, VoiceQueue> queuesByName = new HashMap<>();

    /// Order of creation, ties by key.
    private record Place(java.time.Instant at, String key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = at.compareTo(other.at);
            return order != 0 ? order : key.compareTo(other.key);
        }
    }

    void put(VoiceRecord entry) {
        var before = byKey.computeIfAbsent(entry.getClass(), _ -> new HashMap<>()).put(entry.key(), entry);
        if (before != null) {
            forget(before);
        }
        ordered.computeIfAbsent(entry.getClass(), _ -> new TreeMap<>()).put(place(entry), entry);
        if (entry instanceof QueueMember member) {
            lines.computeIfAbsent(member.queue(), _ -> new TreeMap<>()).put(place(member), member);
        } else if (entry instanceof VoiceQueue queue) {
            queuesByName.put(nameKey(queue.account(), queue.friendlyName()), queue);
        }
    }

    void remove(VoiceRecord entry) {
        var kept = byKey.get(entry.getClass());
        var before = kept == null ? null : kept.remove(entry.key());
        if (before != null) {
            forget(before);
        }
    }

    private void forget(VoiceRecord before) {
        var records = ordered.get(before.getClass());
        if (records != null) {
            records.remove(place(before));
        }
        if (before instanceof QueueMember member) {
            var line = lines.get(member.queue());
            if (line != null && line.remove(place(member)) != null && line.isEmpty()) {
                lines.remove(member.queue());
            }
        } else if (before instanceof VoiceQueue queue) {
            queuesByName.remove(nameKey(queue.account(), queue.friendlyName()));
        }
    }

    /// Calls in the queue, longest waiting first.
    List<QueueMember> line(QueueSid queue) {
        var line = lines.get(queue);
        return line == null ? List.of() : List.copyOf(line.values());
    }

    int length(QueueSid queue) {
        var line = lines.get(queue);
        return line == null ? 0 : line.size();
    }

    @Nullable VoiceQueue queueNamed(AccountSid account, String name) {
        return queuesByName.get(nameKey(account, name));
    }

    private static String nameKey(AccountSid account, String name) {
        return account.value() + "/" + name;
    }

    <R extends VoiceRecord> List<R> all(Class<R> type) {
        var records = ordered.get(type);
        return records == null ? List.of() : records.values().stream().map(type::cast).toList();
    }

    <R extends VoiceRecord> @Nullable R find(Class<R> type, String key) {
        var records = byKey.get(type);
        return records == null ? null : type.cast(records.get(key));
    }

    /// Every record, by type and key.
    List<Entity> all() {
        var all = new ArrayList<Entity>();
        byKey.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().getSimpleName()))
                .forEach(entry -> entry.getValue().values().stream()
                        .sorted(Comparator.comparing(Entity::key))
                        .forEach(all::add));
        return all;
    }

    private static Place place(VoiceRecord entry) {
        var at = switch (entry) {
            case Call call -> call.dateCreated();
            case Conference conference -> conference.dateCreated();
            case Participant participant -> participant.dateCreated();
            case VoiceQueue queue -> queue.dateCreated();
            case QueueMember member -> member.dateEnqueued();
            case Recording recording -> recording.dateCreated();
            case PhoneNumber number -> number.dateCreated();
            case Application application -> application.dateCreated();
            case Notification notification -> notification.dateCreated();
            case TextMessage message -> message.dateCreated();
            case Flow flow -> flow.dateCreated();
            case FlowRevision revision -> revision.dateCreated();
            case Execution execution -> execution.dateCreated();
            case ExecutionStep step -> step.dateCreated();
            case SipCredential credential -> credential.dateCreated();
            case PhoneRoute route -> route.dateCreated();
            case SipDomain domain -> domain.dateCreated();
            case CredentialList list -> list.dateCreated();
            case IpAccessControlList list -> list.dateCreated();
            case IpAccessEntry range -> range.dateCreated();
            case SipMapping mapping -> mapping.dateCreated();
            case Trunk trunk -> trunk.dateCreated();
            case SipTarget target -> target.dateCreated();
            case ByocTrunk trunk -> trunk.dateCreated();
            case ConnectionPolicy policy -> policy.dateCreated();
            case Setting _ -> java.time.Instant.EPOCH;
        };
        return new Place(at, Objects.requireNonNull(entry.key()));
    }
}
