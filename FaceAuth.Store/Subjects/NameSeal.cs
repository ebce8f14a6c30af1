using System.Security.Cryptography;
using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Subjects;

/// <summary>Hashes subjects' names, by which they are found, and seals them under their subject's own key.</summary>
/// <remarks>The key goes with the subject, and a rotation wraps it anew, so that it reaches the name too. Safe from many threads.</remarks>
internal sealed class NameSeal(PersonalSeal seal, TemplateKeys keys)
{
    static ReadOnlySpan<byte> Label => "FaceAuth subject name v1"u8;

    /// <summary>What a name of an owner's is found by.</summary>
    public byte[] HashOf(string owner, string name) => seal.Hash(PersonalKind.SubjectName, name, owner);

    /// <summary>Seals a name, bound to its subject and its hash; null when the subject's key was changed.</summary>
    public byte[]? TrySeal(Guid subject, byte[] wrappedKey, byte[] hash, string name)
    {
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        var made = keys.TryUnwrap(subject, wrappedKey, key) ? SealedText.Seal(key, name, Bound(subject, hash)) : null;
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    /// <summary>A subject's name; null when the key, the subject, its owner, the hash or any bit is another.</summary>
    public string? TryOpen(StoredSubject subject)
    {
        if (subject.NameHash is not { } hash || subject.SealedName is not { } sealedName) return null;
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        var name = keys.TryUnwrap(subject.Id, subject.WrappedKey, key)
            ? SealedText.TryOpen(key, sealedName, Bound(subject.Id, hash)) : null;
        CryptographicOperations.ZeroMemory(key);
        // the hash is of the owner's name too: nobody is given another owner, who would then read the name or be given the face
        return name is not null && CryptographicOperations.FixedTimeEquals(HashOf(subject.Owner, name), hash) ? name : null;
    }

    static byte[] Bound(Guid subject, byte[] hash) => [.. Label, .. subject.ToByteArray(bigEndian: true), .. hash];
}
