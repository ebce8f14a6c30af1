namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>Asks an engine for known answers before it is used, so that a library that differs from what is expected is found then.</summary>
internal static class CipherSelfTest
{
    const int Long = 1500;   // takes the wide code of a cipher, as packets do

    /// <summary>Whether every answer is right, and a wrong tag is refused and leaves nothing behind.</summary>
    public static bool Passes(CipherEngine engine) =>
        SealsAsRfc7714(engine) && CountsAsRfc3711(engine) && HashesAsRfc2202(engine) && DoesLongPacketsAs(CipherEngine.Managed, engine)
        && OpensLongPackets(engine) && SealsNothing(engine);

    // RFC 7714 §16.1
    static bool SealsAsRfc7714(CipherEngine engine)
    {
        using var gcm = engine.CreateGcm(Hex("000102030405060708090A0B0C0D0E0F"));
        var nonce = Hex("51753C6580C2726F20718414");
        var header = Hex("8040F17B8041F8D35501A0B2");
        var text = "Gallia est omnis divisa in partes tres"u8.ToArray();
        var tag = new byte[GcmKey.TagLength];
        gcm.Seal(nonce, text, tag, header);
        if (!text.AsSpan().SequenceEqual(Hex("F24DE3A3FB34DE6CACBA861C9D7E4BCABE633BD50D294E6F42A5F47A51C7D19B36DE3ADF8833"))
            || !tag.AsSpan().SequenceEqual(Hex("899D7F27BEB16A9152CF765EE4390CCE"))) return false;

        var copy = text.ToArray();
        tag[15] ^= 1;
        if (gcm.TryOpen(nonce, copy, tag, header) || copy.AsSpan().ContainsAnyExcept((byte)0)) return false;
        tag[15] ^= 1;
        return gcm.TryOpen(nonce, text, tag, header) && text.AsSpan().SequenceEqual("Gallia est omnis divisa in partes tres"u8);
    }

    // RFC 3711 appendix B.2, twice: a context must begin anew
    static bool CountsAsRfc3711(CipherEngine engine)
    {
        using var counter = engine.CreateCounter(Hex("2B7E151628AED2A6ABF7158809CF4F3C"));
        var expected = Hex("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E9");
        for (var round = 0; round < 2; round++)
        {
            var text = new byte[expected.Length];
            counter.Apply(Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), text);
            if (!text.AsSpan().SequenceEqual(expected)) return false;
        }

        return true;
    }

    // RFC 2202 §3, its first two cases
    static bool HashesAsRfc2202(CipherEngine engine) =>
        Code(engine, Hex("0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B"), "Hi There"u8, Hex("B617318655057264E28BC0B6FB378C8EF146BE00"))
        && Code(engine, "Jefe"u8, "what do ya want for nothing?"u8, Hex("EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79"));

    static bool DoesLongPacketsAs(CipherEngine known, CipherEngine engine)
    {
        var (packet, other) = (new byte[Long], new byte[Long]);
        foreach (var (maker, text) in new[] { (known, packet), (engine, other) })
        {
            for (var i = 0; i < Long; i++) text[i] = (byte)(i * 7);
            using var gcm = maker.CreateGcm(text.AsSpan(0, CipherEngine.AesKeyLength));
            using var counter = maker.CreateCounter(text.AsSpan(0, CipherEngine.AesKeyLength));
            using var mac = maker.CreateMac(text.AsSpan(0, MacKey.Length));
            gcm.Seal(text.AsSpan(20, GcmKey.NonceLength), text.AsSpan(100), text.AsSpan(40, GcmKey.TagLength), text.AsSpan(0, 12));
            counter.Apply(new byte[CounterKey.BlockLength], text.AsSpan(100));
            mac.Compute(text.AsSpan(100), text.AsSpan(60, MacKey.Length));
        }

        return packet.AsSpan().SequenceEqual(other);
    }

    // what a server does most, and by code of its own
    static bool OpensLongPackets(CipherEngine engine)
    {
        var (nonce, header, tag) = (new byte[GcmKey.NonceLength], new byte[12], new byte[GcmKey.TagLength]);
        using var gcm = engine.CreateGcm(nonce.Concat(new byte[4]).ToArray());
        var packet = Enumerable.Range(0, Long).Select(i => (byte)(i * 7)).ToArray();
        var (clear, forged) = (packet.ToArray(), new byte[Long]);
        gcm.Seal(nonce, packet, tag, header);
        packet.CopyTo(forged, 0);
        tag[0] ^= 1;
        if (gcm.TryOpen(nonce, forged, tag, header) || forged.AsSpan().ContainsAnyExcept((byte)0)) return false;
        tag[0] ^= 1;
        return gcm.TryOpen(nonce, packet, tag, header) && packet.AsSpan().SequenceEqual(clear);
    }

    // McGrew and Viega, The Galois/Counter Mode of Operation, test case 1: no text, nothing associated
    static bool SealsNothing(CipherEngine engine)
    {
        using var gcm = engine.CreateGcm(new byte[CipherEngine.AesKeyLength]);
        var tag = new byte[GcmKey.TagLength];
        gcm.Seal(new byte[GcmKey.NonceLength], [], tag, []);
        return tag.AsSpan().SequenceEqual(Hex("58E2FCCEFA7E3061367F1D57A4E7455A"))
            && gcm.TryOpen(new byte[GcmKey.NonceLength], [], tag, []);
    }

    static bool Code(CipherEngine engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, byte[] expected)
    {
        using var mac = engine.CreateMac(key);
        var code = new byte[MacKey.Length];
        for (var round = 0; round < 2; round++)   // a context must begin anew
        {
            mac.Compute(message, code);
            if (!code.AsSpan().SequenceEqual(expected)) return false;
        }

        return true;
    }

    static byte[] Hex(string digits) => Convert.FromHexString(digits);
}
