package io.github.precheckwatcher.notify.kind.email;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.MailSender.Reply;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The recipients of one delivery that are at their end; all others are still owed the mail. Kept with the delivery, so
 * that a restart sends to nobody twice. By bare address.
 *
 * @param taken for whom the server has taken the mail
 * @param refused what the server said to those that it will never take
 */
record Fates(Set<String> taken, Map<String, Reply> refused) {
    static final Fates NONE = new Fates(Set.of(), Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAKEN = "taken";
    private static final String REFUSED = "refused";

    Fates {
        taken = Collections.unmodifiableSet(new LinkedHashSet<>(taken));
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    /** As it was kept; what cannot be read counts as nothing: a mail twice is better than none. */
    static Fates read(Optional<String> progress) {
        try {
            return progress.isEmpty() ? NONE : read(JSON.readTree(progress.get()));
        } catch (JsonProcessingException e) {
            return NONE;
        }
    }

    private static Fates read(JsonNode kept) {
        Set<String> taken = new LinkedHashSet<>();
        kept.path(TAKEN).forEach(address -> taken.add(address.asText()));
        Map<String, Reply> refused = new LinkedHashMap<>();
        kept.path(REFUSED)
                .properties()
                .forEach(one -> refused.put(
                        one.getKey(),
                        new Reply(
                                one.getValue().path("code").asInt(),
                                one.getValue().path("words").asText())));
        return new Fates(taken, refused);
    }

    /** What {@link #read} reads. */
    String write() {
        ObjectNode kept = JSON.createObjectNode();
        var all = kept.putArray(TAKEN);
        taken.forEach(all::add);
        ObjectNode each = kept.putObject(REFUSED);
        refused.forEach((address, reply) ->
                each.putObject(address).put("code", reply.code()).put("words", reply.words()));
        return kept.toString();
    }

    /** Those of all recipients that still wait for the mail. */
    List<String> owed(Collection<String> all) {
        return all.stream()
                .filter(address -> !taken.contains(address) && !refused.containsKey(address))
                .toList();
    }

    /** With these at their end too. */
    Fates and(Collection<String> nowTaken, Map<String, Reply> nowRefused) {
        Set<String> has = new LinkedHashSet<>(taken);
        has.addAll(nowTaken);
        Map<String, Reply> never = new LinkedHashMap<>(refused);
        never.putAll(nowRefused);
        return new Fates(has, never);
    }
}
