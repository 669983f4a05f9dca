package zabra.simulator.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zabra.consensus.quorum.Membership;
import zabra.consensus.quorum.MembershipText;
import zabra.simulator.world.Dice;

/** Draws ensembles: most decide by majority, some have observers, some weights in groups. */
public final class Ensembles {
    private Ensembles() {}

    /** An ensemble of {@code servers}, numbered from 1. */
    public static Membership draw(int servers, Dice dice) {
        int observers = servers > 3 && dice.oneIn(3) ? dice.between(1, servers - 3) : 0;
        Map<String, String> lines = new LinkedHashMap<>();
        List<Integer> voters = new ArrayList<>();
        for (int sid = 1; sid <= servers; sid++) {
            boolean observes = sid > servers - observers;
            lines.put(
                    "server." + sid,
                    "s%d:2888:3888:%s".formatted(sid, observes ? "observer" : "participant"));
            if (!observes) {
                voters.add(sid);
            }
        }
        if (voters.size() >= 3 && dice.oneIn(5)) {
            groups(lines, voters, dice);
        }
        return MembershipText.of(lines);
    }

    /** Every voter in one of up to three groups, with a weight up to 2; some have none. */
    private static void groups(Map<String, String> lines, List<Integer> voters, Dice dice) {
        int count = dice.between(1, 3);
        List<List<String>> groups = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            groups.add(new ArrayList<>());
        }
        for (int voter : voters) {
            groups.get(voter % count).add(Integer.toString(voter));
        }
        for (int group = 0; group < count; group++) {
            lines.put("group." + (group + 1), String.join(":", groups.get(group)));
        }
        for (int voter : voters) {
            // A group in which nobody has weight would not count; its first keeps some.
            int least = voter <= count ? 1 : dice.between(0, 1);
            lines.put("weight." + voter, Integer.toString(dice.between(least, 2)));
        }
    }
}
