using System.Runtime.InteropServices;
using FaceAuth.Media.Crypto.OpenSsl;

namespace FaceAuth.Media.Tests.Crypto;

/// <summary>A libcrypto that is not what it should be: its functions are replaced one by one in the real one.</summary>
public sealed unsafe class LibcryptoTests
{
    static readonly string[] Used =
    [
        "OPENSSL_version_major", "OPENSSL_version_minor", "OPENSSL_version_patch", "OPENSSL_init_crypto", "ERR_clear_error",
        "EVP_CIPHER_fetch", "EVP_CIPHER_CTX_new", "EVP_CIPHER_CTX_free", "EVP_CIPHER_CTX_ctrl", "EVP_CipherInit_ex2", "EVP_CipherUpdate",
        "EVP_CipherFinal_ex", "EVP_MD_fetch", "EVP_MD_CTX_new", "EVP_MD_CTX_free", "EVP_MD_CTX_copy_ex", "EVP_DigestInit_ex2",
        "EVP_DigestUpdate", "EVP_DigestFinal_ex",
    ];

    static nint s_final;

    readonly nint _library = NativeLibrary.TryLoad(Libcrypto.FileName, out var handle) ? handle : 0;

    public static TheoryData<string> Functions => [.. Used];

    public static TheoryData<string> CanFail =>
        [.. Used.Where(name => !name.EndsWith("_free", StringComparison.Ordinal) && name[..4] is not "OPEN" and not "ERR_")];

    [Fact]
    public void As_it_is_it_is_used() => Assert.NotNull(Load(name => Libcrypto.Export(_library, name)).Engine);

    [Theory, MemberData(nameof(Functions))]
    public void One_without_a_function_is_not_used(string missing)
    {
        var (engine, why) = Load(name => name == missing ? 0 : Libcrypto.Export(_library, name));

        Assert.Null(engine);
        Assert.Equal($"libcrypto.so.3 has no {missing}", why);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void One_of_another_major_version_is_not_used(int major)
    {
        var (engine, why) = With("OPENSSL_version_major", major switch
        {
            1 => (nint)(delegate* unmanaged<uint>)&One,
            2 => (nint)(delegate* unmanaged<uint>)&Two,
            _ => (nint)(delegate* unmanaged<uint>)&Four,
        });

        Assert.Null(engine);
        Assert.StartsWith($"libcrypto.so.3 is of version {major}.", why, StringComparison.Ordinal);
    }

    // as with a FIPS provider alone, or a configuration that takes providers away
    [Theory]
    [InlineData("EVP_CIPHER_fetch", "AES-128-GCM")]
    [InlineData("EVP_MD_fetch", "SHA1")]
    public void One_without_an_algorithm_is_not_used(string fetch, string algorithm)
    {
        var (engine, why) = With(fetch, (nint)(delegate* unmanaged<nint>)&Nothing);

        Assert.Null(engine);
        Assert.EndsWith($" has no {algorithm}", why, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(CanFail))]
    public void One_whose_functions_fail_is_not_used(string failing)
    {
        var (engine, why) = With(failing, (nint)(delegate* unmanaged<nint>)&Nothing);

        Assert.Null(engine);
        Assert.NotEmpty(why);
    }

    [Fact]
    public void One_that_cannot_be_initialised_is_not_used() =>
        Assert.EndsWith(
            "cannot be initialised", With("OPENSSL_init_crypto", (nint)(delegate* unmanaged<nint>)&Nothing).WhyNot,
            StringComparison.Ordinal);

    [Fact]
    public void One_that_takes_every_tag_is_not_used()
    {
        s_final = _library == 0 ? 0 : Libcrypto.Export(_library, "EVP_CipherFinal_ex");
        var (engine, why) = With("EVP_CipherFinal_ex", (nint)(delegate* unmanaged<nint, byte*, int*, int>)&TakesAll);

        Assert.Null(engine);
        Assert.EndsWith("fails known answers", why, StringComparison.Ordinal);
    }

    (OpenSslEngine? Engine, string WhyNot) With(string replaced, nint function) =>
        Load(name => name == replaced ? function : Libcrypto.Export(_library, name));

    (OpenSslEngine? Engine, string WhyNot) Load(Func<string, nint> find)
    {
        if (_library == 0) Assert.Skip("There is no libcrypto.so.3.");
        return OpenSslEngine.Load(() => new Libcrypto(_library, (_, name) => find(name)));
    }

    [UnmanagedCallersOnly]
    static uint One() => 1;

    [UnmanagedCallersOnly]
    static uint Two() => 2;

    [UnmanagedCallersOnly]
    static uint Four() => 4;

    [UnmanagedCallersOnly]
    static nint Nothing() => 0;

    [UnmanagedCallersOnly]
    static int TakesAll(nint context, byte* text, int* written)
    {
        ((delegate* unmanaged<nint, byte*, int*, int>)s_final)(context, text, written);
        return 1;
    }
}
