using System.Security.Cryptography;
using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Tests.Protection;

public sealed class TemplateKeysTests : IDisposable
{
    readonly byte[] _master = RandomNumberGenerator.GetBytes(32);
    readonly KeyRing _ring = new(TimeProvider.System);

    [Fact]
    public void A_wrapped_key_opens_for_its_subject_under_its_master_key_only()
    {
        var keys = Open(_master);
        var other = Open(RandomNumberGenerator.GetBytes(32));
        var subject = Guid.NewGuid();
        var wrapped = keys.WrapNew(subject);
        var (key, again) = (new byte[32], new byte[32]);

        Assert.True(keys.TryUnwrap(subject, wrapped, key));
        Assert.True(keys.TryUnwrap(subject, wrapped, again));
        Assert.Equal(key, again);
        Assert.False(keys.TryUnwrap(Guid.NewGuid(), wrapped, again));
        Assert.False(other.TryUnwrap(subject, wrapped, again));
        Assert.Equal(new byte[32], again);
    }

    [Fact]
    public void Two_subjects_never_share_a_key()
    {
        var keys = Open(_master);
        var (a, b) = (new byte[32], new byte[32]);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());

        keys.TryUnwrap(first, keys.WrapNew(first), a);
        keys.TryUnwrap(second, keys.WrapNew(second), b);

        Assert.NotEqual(a, b);
    }

    [Fact]
    public void Each_use_and_each_generation_has_a_key_of_its_own()
    {
        using var master = new MasterKey(_master);
        var derived = new List<byte[]> { _master, master.Check() };
        foreach (var (generation, dimension) in ((int, int)[])[(1, 128), (2, 128), (1, 512)])
        {
            derived.Add(new byte[32]);
            master.DeriveTransformKey(generation, dimension, derived[^1]);
        }

        derived.Add(new byte[32]);
        master.DeriveWrapKey(derived[^1]);

        Assert.Equal(derived.Count, derived.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Is_of_no_use_before_the_store_is_open_or_after_it_was_closed()
    {
        var keys = new TemplateKeys(_ring);
        Assert.Throws<InvalidOperationException>(() => keys.WrapNew(Guid.NewGuid()));

        _ring.Open(new MasterKey(_master));
        keys.WrapNew(Guid.NewGuid());
        keys.Dispose();
        _ring.Dispose();

        Assert.Throws<InvalidOperationException>(() => keys.WrapNew(Guid.NewGuid()));
        Assert.Throws<InvalidOperationException>(() => keys.Transform(new(1, 1), 128));
    }

    public void Dispose() => _ring.Dispose();

    static TemplateKeys Open(byte[] master)
    {
        var ring = new KeyRing(TimeProvider.System);
        ring.Open(new MasterKey(master));
        return new(ring);
    }
}
