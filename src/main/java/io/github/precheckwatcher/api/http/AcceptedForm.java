package io.github.precheckwatcher.api.http;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/**
 * In which of several forms a resource answers (RFC 9110, 12.5.1). Quarkus's own choice compares parameters and case, and
 * goes by the order of the header where weights are alike.
 */
public final class AcceptedForm {
    private AcceptedForm() {}

    /**
     * The form that a caller likes best.
     *
     * @param offered media types without parameters; of those that are liked alike the first is chosen
     * @throws NotAcceptableException when none is accepted
     */
    public static String of(HttpHeaders headers, List<String> offered) {
        List<MediaType> ranges = headers.getAcceptableMediaTypes();
        String best = "";
        double weight = 0;
        for (String form : offered) {
            double liked = weight(MediaType.valueOf(form), ranges);
            if (liked > weight) {
                weight = liked;
                best = form;
            }
        }
        if (weight == 0) {
            throw new NotAcceptableException();
        }
        return best;
    }

    /** That of the range that names it most exactly. */
    private static double weight(MediaType form, List<MediaType> ranges) {
        int exactness = -1;
        double weight = 0;
        for (MediaType range : ranges) {
            int exact = (range.isWildcardType() ? 0 : 1) + (range.isWildcardSubtype() ? 0 : 1);
            if (range.isCompatible(form) && exact > exactness) {
                exactness = exact;
                weight = quality(range.getParameters().getOrDefault("q", "1"));
            }
        }
        return weight;
    }

    private static double quality(String written) {
        return written.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(written) : 0;
    }
}
