namespace FaceAuth.Client;

/// <summary>Why a webhook's request was not taken.</summary>
public enum WebhookFault
{
    /// <summary>A header is missing, twice there or not as the specification has it.</summary>
    BadHeaders,

    /// <summary>It is older or newer than five minutes: somebody sends again what they saw, or a clock is wrong.</summary>
    NotNow,

    /// <summary>None of the secrets made one of its signatures.</summary>
    WrongSignature,

    /// <summary>It is genuine, and its body is too long or no event.</summary>
    BadBody,
}
