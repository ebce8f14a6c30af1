namespace FaceAuth.Signaling.Errors;

/// <summary>What the server answers when its store fails.</summary>
internal static class StoreRefusals
{
    public static readonly Refusal StorageFull = new("storage_full", 507, "Storage full",
        "The server cannot store anything now, and nothing of this was stored. Its operator sees why in its log and at /health/ready; "
        + "then try again.");

    public static readonly Refusal StoreUnavailable = new("store_unavailable", 503, "The database does not answer",
        "The server's database cannot be used now. Try again in a few seconds; its operator sees why in its log and at /health/ready.");

    public static readonly Refusal OutcomeUnknown = new("outcome_unknown", 504, "Not known whether it was done",
        "The server's database did not say whether it has stored this. Look (GET) before you do it again; sent again with the same "
        + "Idempotency-Key it is not done twice.");
}
