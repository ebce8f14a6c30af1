using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Dtls;

/// <summary>
/// The record layer of DTLS 1.2 with AES-128-GCM after the handshake: epoch 1, no allocation (RFC 6347 §4.1, RFC 5288 §3).
/// </summary>
/// <remarks>
/// <code>
/// | type 1 | version 2 | epoch 2 | sequence 6 | length 2 | explicit nonce 8 | sealed … | tag 16 |
/// </code>
/// Does no IO and reads no clock. One thread at a time. Nothing from the network makes it throw. What we send starts at
/// sequence 2³²: the handshake, which another library runs, used the first few.
/// </remarks>
internal sealed class DtlsRecordLayer : IDisposable
{
    /// <summary>Bytes by which a record is longer than its plaintext.</summary>
    public const int Overhead = DtlsRecords.HeaderLength + NonceLength + TagLength;

    /// <summary>Longest plaintext of a record (RFC 5246 §6.2.1).</summary>
    public const int MaxPlaintext = 1 << 14;

    const int NonceLength = 8;
    const int TagLength = 16;
    const int SaltLength = 4;
    const int AssociatedLength = 13;
    const ushort Version = 0xFEFD;
    const ushort Epoch = 1;
    const ulong FirstSequence = 1UL << 32;
    const ulong SequenceLimit = 1UL << 48;

    static readonly int FailureKinds = Enum.GetValues<DtlsRecordFailure>().Length;

    readonly AesGcm _write;
    readonly AesGcm _read;
    readonly byte[] _writeSalt;
    readonly byte[] _readSalt;
    readonly long[] _failures = new long[FailureKinds];
    ReplayWindow _window;
    ulong _nextSequence = FirstSequence;

    /// <summary>Makes the record layer of a finished handshake; <paramref name="keys"/> may be disposed afterwards.</summary>
    public DtlsRecordLayer(DtlsKeys keys)
    {
        _write = new(keys.WriteKey, TagLength);
        _read = new(keys.ReadKey, TagLength);
        _writeSalt = keys.WriteSalt.ToArray();
        _readSalt = keys.ReadSalt.ToArray();
    }

    /// <summary>Records refused for this reason.</summary>
    public long Count(DtlsRecordFailure failure) => _failures[(int)failure];

    /// <summary>Checks and decrypts one record.</summary>
    /// <param name="record">A whole record, as <see cref="DtlsRecords"/> gives it.</param>
    /// <param name="plaintext">Receives what it carries; must be as long as the record less <see cref="Overhead"/>.</param>
    /// <param name="length">Length of the plaintext; 0 when refused.</param>
    /// <param name="type">What it carries.</param>
    [SkipLocalsInit]
    public bool TryUnprotect(ReadOnlySpan<byte> record, Span<byte> plaintext, out int length, out DtlsContentType type)
    {
        length = 0;
        type = DtlsContentType.None;
        var body = record.Length - Overhead;
        if (body is < 0 or > MaxPlaintext
            || (DtlsContentType)record[0] is < DtlsContentType.ChangeCipherSpec or > DtlsContentType.ApplicationData
            || BinaryPrimitives.ReadUInt16BigEndian(record[1..]) != Version
            || BinaryPrimitives.ReadUInt16BigEndian(record[11..]) != record.Length - DtlsRecords.HeaderLength)
            return Refuse(DtlsRecordFailure.Malformed);

        var epochAndSequence = BinaryPrimitives.ReadUInt64BigEndian(record[3..]);
        if (epochAndSequence >> 48 != Epoch) return Refuse(DtlsRecordFailure.WrongEpoch);

        var sequence = epochAndSequence & (SequenceLimit - 1);
        if (!_window.IsNew(sequence)) return Refuse(DtlsRecordFailure.Replayed);
        if (plaintext.Length < body) return Refuse(DtlsRecordFailure.TooLong);

        Span<byte> nonce = stackalloc byte[SaltLength + NonceLength];
        _readSalt.CopyTo(nonce);
        record.Slice(DtlsRecords.HeaderLength, NonceLength).CopyTo(nonce[SaltLength..]);

        Span<byte> associated = stackalloc byte[AssociatedLength];
        WriteAssociated(associated, epochAndSequence, record[0], body);

        try
        {
            var ciphertext = record.Slice(DtlsRecords.HeaderLength + NonceLength, body);
            _read.Decrypt(nonce, ciphertext, record[^TagLength..], plaintext[..body], associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return Refuse(DtlsRecordFailure.BadTag);
        }

        _window.Mark(sequence);
        length = body;
        type = (DtlsContentType)record[0];
        return true;
    }

    /// <summary>Encrypts one record.</summary>
    /// <param name="type">What it carries.</param>
    /// <param name="plaintext">At most <see cref="MaxPlaintext"/> bytes.</param>
    /// <param name="record">Receives the record; must be <see cref="Overhead"/> longer than the plaintext and not overlap it.</param>
    /// <returns>Length of the record.</returns>
    /// <exception cref="ArgumentException">A span is too long or too short; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The sequence numbers are used up.</exception>
    [SkipLocalsInit]
    public int Protect(DtlsContentType type, ReadOnlySpan<byte> plaintext, Span<byte> record)
    {
        if (plaintext.Length > MaxPlaintext) throw new ArgumentException("Too long for one record.", nameof(plaintext));
        var total = plaintext.Length + Overhead;
        if (record.Length < total) throw new ArgumentException("No room for the record.", nameof(record));
        if (_nextSequence >= SequenceLimit) throw new InvalidOperationException("The DTLS sequence numbers are used up.");

        var epochAndSequence = ((ulong)Epoch << 48) | _nextSequence++;
        record = record[..total];
        WriteHeader(record, type, epochAndSequence, NonceLength + plaintext.Length + TagLength);
        BinaryPrimitives.WriteUInt64BigEndian(record[DtlsRecords.HeaderLength..], epochAndSequence);

        Span<byte> nonce = stackalloc byte[SaltLength + NonceLength];
        _writeSalt.CopyTo(nonce);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[SaltLength..], epochAndSequence);

        Span<byte> associated = stackalloc byte[AssociatedLength];
        WriteAssociated(associated, epochAndSequence, (byte)type, plaintext.Length);

        var body = record.Slice(DtlsRecords.HeaderLength + NonceLength, plaintext.Length);
        _write.Encrypt(nonce, plaintext, body, record[^TagLength..], associated);
        return total;
    }

    /// <summary>Encrypts an alert.</summary>
    /// <returns>Length of the record, which is <see cref="Overhead"/> and 2 bytes.</returns>
    public int Protect(DtlsAlert alert, Span<byte> record)
    {
        Span<byte> plaintext = stackalloc byte[DtlsAlert.Length];
        alert.Write(plaintext);
        return Protect(DtlsContentType.Alert, plaintext, record);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _write.Dispose();
        _read.Dispose();
        CryptographicOperations.ZeroMemory(_writeSalt);
        CryptographicOperations.ZeroMemory(_readSalt);
    }

    /// <summary>Writes a record's header.</summary>
    internal static void WriteHeader(Span<byte> record, DtlsContentType type, ulong epochAndSequence, int fragmentLength)
    {
        record[0] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(record[1..], Version);
        BinaryPrimitives.WriteUInt64BigEndian(record[3..], epochAndSequence);
        BinaryPrimitives.WriteUInt16BigEndian(record[11..], (ushort)fragmentLength);
    }

    static void WriteAssociated(Span<byte> associated, ulong epochAndSequence, byte type, int length)
    {
        BinaryPrimitives.WriteUInt64BigEndian(associated, epochAndSequence);
        associated[8] = type;
        BinaryPrimitives.WriteUInt16BigEndian(associated[9..], Version);
        BinaryPrimitives.WriteUInt16BigEndian(associated[11..], (ushort)length);
    }

    bool Refuse(DtlsRecordFailure failure)
    {
        _failures[(int)failure]++;
        return false;
    }
}
