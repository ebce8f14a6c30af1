namespace FaceAuth.Store.Contracts;

/// <summary>What a <see cref="Change"/> says.</summary>
public enum ChangeKind
{
    /// <summary>Messages may have been missed: look at everything anew.</summary>
    Resynchronise,

    /// <summary>Somebody published this.</summary>
    Message,
}
