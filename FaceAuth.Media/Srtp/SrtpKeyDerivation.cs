using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Media.Srtp;

/// <summary>Session keys from a master key: AES in counter mode over the label.</summary>
/// <remarks>
/// RFC 3711 §4.3, with a key derivation rate of 0; for GCM RFC 7714 §11, where the 12-byte salt counts as if two zero bytes followed.
/// </remarks>
internal static class SrtpKeyDerivation
{
    /// <summary>Fills <paramref name="output"/> with the key of <paramref name="label"/>.</summary>
    /// <param name="master">Master key and salt.</param>
    /// <param name="label">Which key.</param>
    /// <param name="output">As long as the key shall be, at most 1 MiB.</param>
    public static void Derive(SrtpMasterKey master, SrtpKeyLabel label, Span<byte> output)
    {
        // x = (label << 48) XOR salt, and the counter starts at x << 16: so the label meets the salt's byte 7
        Span<byte> counter = stackalloc byte[16];
        counter.Clear();
        master.Salt.CopyTo(counter);
        counter[7] ^= (byte)label;

        using var aes = Aes.Create();
        aes.SetKey(master.Key);
        Span<byte> block = stackalloc byte[16];
        for (ushort i = 0; !output.IsEmpty; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(counter[14..], i);
            aes.EncryptEcb(counter, block, PaddingMode.None);
            var take = Math.Min(16, output.Length);
            block[..take].CopyTo(output);
            output = output[take..];
        }

        CryptographicOperations.ZeroMemory(block);
    }
}
