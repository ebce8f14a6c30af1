namespace FaceAuth.Media.Stun;

/// <summary>CRC-32 of ITU-T V.42 (reflected 0xEDB88320), XORed as FINGERPRINT asks (RFC 8489 §14.7).</summary>
internal static class StunCrc
{
    const uint FingerprintXor = 0x5354554E;
    static readonly uint[] Table = BuildTable();

    /// <summary>The FINGERPRINT value of the message bytes before that attribute.</summary>
    internal static uint Fingerprint(ReadOnlySpan<byte> message)
    {
        var crc = uint.MaxValue;
        foreach (var octet in message) crc = Table[(byte)(crc ^ octet)] ^ (crc >> 8);
        return ~crc ^ FingerprintXor;
    }

    static uint[] BuildTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
