package io.github.precheckwatcher.simulator.cloud;

import io.github.precheckwatcher.simulator.script.Answer;

/** What the vendor's gateway refuses calls for, in its words. */
enum Refusal {
    UNSUPPORTED_METHOD(403, "UnsupportedHTTPMethod", "This http method is not supported."),
    ACTION_NOT_FOUND(404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."),
    INVALID_VERSION(404, "InvalidVersion", "Specified parameter Version is not valid."),
    INVALID_QUERY(400, "InvalidParameter", "The query string is not well formatted."),
    DATE_FORMAT(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."),
    DATE_EXPIRED(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."),
    INCOMPLETE_SIGNATURE(400, "IncompleteSignature", "The request signature does not conform to Aliyun standards."),
    SIGNATURE_METHOD(400, "InvalidSignatureMethod", "Specified signature method is not supported."),
    SIGNATURE(
            400,
            "SignatureDoesNotMatch",
            "Specified signature is not matched with our calculation.\nserver algorithm is: ACS3-HMAC-SHA256"),
    BODY_HASH(400, "SignatureDoesNotMatch", "x-acs-content-sha256 is not the hash of the body received."),
    KEY_NOT_FOUND(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."),
    KEY_INACTIVE(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled."),
    TOKEN_MISSING(400, "MissingSecurityToken", "SecurityToken is mandatory for this action."),
    TOKEN_EXPIRED(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."),
    TOKEN_MISMATCH(
            400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey."),
    NONCE_USED(400, "SignatureNonceUsed", "Specified signature nonce was used already."),
    REGION_MISSING(400, "MissingUniRegionId", "UniRegionId is mandatory for this action.");

    private final Answer.Refused answer;

    Refusal(int status, String code, String message) {
        this.answer = new Answer.Refused(status, code, message);
    }

    Answer.Refused answer() {
        return answer;
    }
}
