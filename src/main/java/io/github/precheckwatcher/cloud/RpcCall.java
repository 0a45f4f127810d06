package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.answer.ResponseBody;
import io.github.precheckwatcher.cloud.answer.ResponseFields;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be asked, and what an answer to it says. A further action of the cloud is one more implementation, in the
 * package of its product; signing, second tries and the gateway's error codes are the same for all.
 */
public interface RpcCall {
    /** Which action is called. */
    RpcAction action();

    /** Its parameters by name, in the order in which they are sent. */
    Map<String, String> parameters();

    /** What is read of its answers. */
    ResponseFields fields();

    /**
     * What a 2xx answer says that is a whole JSON object. May run on an event loop; must not throw for what the answer
     * says.
     */
    Meaning read(ResponseBody body);

    /**
     * What one of the product's own error codes means.
     *
     * @param code in lower case, without surrounding white space
     * @return empty for a code that means what the gateway's code of that name means
     */
    Optional<ErrorMeaning> error(String code);

    /** What a person can do when a parameter is refused. */
    String parameterRemedy();

    /** What a good answer says. */
    sealed interface Meaning {
        /** Something in documented words: these win over a {@code Code} beside them. */
        record Documented(PollResult.Good good) implements Meaning {
            public Documented {
                requireNonNull(good, "good");
            }
        }

        /** Something in words that no source documents: an error's {@code Code} wins over them. */
        record Undocumented(PollResult.Good good) implements Meaning {
            public Undocumented {
                requireNonNull(good, "good");
            }
        }

        /**
         * Nothing: malformed, unless a {@code Code} says what is wrong.
         *
         * @param why what the answer lacks, as a verb phrase: {@code has no Description}
         */
        record Nothing(String why) implements Meaning {
            public Nothing {
                requireNonNull(why, "why");
            }
        }
    }
}
