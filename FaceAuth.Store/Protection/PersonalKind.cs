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
}
