namespace FaceAuth.Store.Protection;

/// <summary>What <see cref="PersonalSeal"/> seals or hashes; each has keys of its own.</summary>
internal enum PersonalKind
{
    /// <summary>A subject's name is hashed here and sealed under its own key.</summary>
    SubjectName,

    UserName,
    Email,

    /// <summary>A session's verdict, which is signed with the subject's name in it.</summary>
    Verdict,

    /// <summary>What the browser of a sign-in calls itself.</summary>
    Client,

    /// <summary>What decides who signs in to an account and what they may, which is hashed alone.</summary>
    Account,

    /// <summary>A passkey: found by the hash of its id, sealed with its public key.</summary>
    Passkey,

    /// <summary>A link that sets a password anew, which is hashed alone.</summary>
    PasswordReset,

    /// <summary>A webhook's address, events and secrets.</summary>
    Webhook,

    /// <summary>What a webhook is told.</summary>
    WebhookBody,

    /// <summary>A kept answer; its key and request are hashed.</summary>
    Answer,

    /// <summary>A session's steps.</summary>
    Timeline,

    /// <summary>What an account remembers of its user's face, which is hashed alone.</summary>
    AccountFace,

    /// <summary>A session's course.</summary>
    Course,

    /// <summary>A picture of a decided session.</summary>
    ReviewPicture,
}
