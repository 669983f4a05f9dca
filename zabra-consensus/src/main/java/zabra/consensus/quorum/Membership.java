package zabra.consensus.quorum;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One config of an ensemble: its servers and its quorums. As text it is what {@code
 * /zookeeper/config} holds, what election notifications and NEWLEADER carry, and, without the
 * version, what a file of dynamic configuration holds; {@link MembershipText} reads it.
 *
 * @param version 0 where the ensemble never agreed on it; else the zxid at which it did
 * @param members all servers by their numbers, at least one participant
 * @param quorums the voters are the participants among the members
 */
public record Membership(long version, SortedMap<Long, Member> members, Quorums quorums) {
    public Membership {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        if (version < 0) {
            throw new InvalidMembershipException("version " + version + " is negative");
        }
        members.forEach((sid, member) -> {
            if (sid != member.sid()) {
                throw new IllegalArgumentException("server " + member.sid() + " under " + sid);
            }
        });
        SortedSet<Long> participants = participants(members.values());
        if (participants.isEmpty()) {
            throw new InvalidMembershipException("no participant, so nobody can decide anything");
        }
        if (!quorums.voters().equals(participants)) {
            throw new IllegalArgumentException(
                    "voters " + quorums.voters() + ", participants " + participants);
        }
    }

    /** These servers, decided by their majority. */
    public static Membership majority(long version, Collection<Member> members) {
        SortedMap<Long, Member> bySid = new TreeMap<>();
        for (Member member : members) {
            if (bySid.put(member.sid(), member) != null) {
                throw new InvalidMembershipException("server " + member.sid() + " stands twice");
            }
        }
        return new Membership(version, bySid, new Majority(participants(members)));
    }

    /** Reads a text; as {@link MembershipText#parse}. */
    public static Membership parse(String text) {
        return MembershipText.parse(text);
    }

    static SortedSet<Long> participants(Collection<Member> members) {
        SortedSet<Long> participants = new TreeSet<>();
        for (Member member : members) {
            if (member.isParticipant()) {
                participants.add(member.sid());
            }
        }
        return participants;
    }

    /** The servers that vote. */
    public SortedSet<Long> voters() {
        return quorums.voters();
    }

    public boolean isVoter(long sid) {
        return quorums.voters().contains(sid);
    }

    /** The same with another version. */
    public Membership withVersion(long newVersion) {
        return new Membership(newVersion, members, quorums);
    }

    /**
     * Whether both say the same of each server's addresses, role and weight, whatever their
     * version; where clients reach it is its own affair.
     */
    public boolean hasSameMembers(Membership other) {
        if (!members.keySet().equals(other.members.keySet()) || !quorums.equals(other.quorums)) {
            return false;
        }
        for (Member member : members.values()) {
            if (!member.endpoints().equals(other.members.get(member.sid()).endpoints())) {
                return false;
            }
        }
        return true;
    }

    /** The text, in the order of {@link MembershipText}, version last. */
    public String text() {
        return MembershipText.print(this);
    }
}
