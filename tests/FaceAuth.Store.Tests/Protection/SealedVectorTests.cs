using System.Security.Cryptography;
using FaceAuth.Store.Protection;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Protection;

public sealed class SealedVectorTests
{
    readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    readonly TemplateName _name = new(Guid.NewGuid(), Guid.NewGuid(), "model");
    readonly float[] _vector = Random(new Random(3));

    [Fact]
    public void Opens_to_the_same_bits()
    {
        var opened = new float[_vector.Length];

        Assert.True(SealedVector.TryOpen(_key, _name, SealedVector.Seal(_key, _name, _vector), opened));

        Assert.Equal(_vector, opened);
    }

    [Fact]
    public void Does_not_open_when_any_bit_was_changed()
    {
        var envelope = SealedVector.Seal(_key, _name, _vector);
        var opened = new float[_vector.Length];

        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            byte[] changed = [.. envelope];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SealedVector.TryOpen(_key, _name, changed, opened));
            Assert.All(opened, number => Assert.Equal(0, number));
        }
    }

    [Fact]
    public void Does_not_open_under_another_key_name_or_length()
    {
        var envelope = SealedVector.Seal(_key, _name, _vector);
        var opened = new float[_vector.Length];

        Assert.False(SealedVector.TryOpen(RandomNumberGenerator.GetBytes(32), _name, envelope, opened));
        Assert.False(SealedVector.TryOpen(_key, _name with { SubjectId = Guid.NewGuid() }, envelope, opened));
        Assert.False(SealedVector.TryOpen(_key, _name with { TemplateId = Guid.NewGuid() }, envelope, opened));
        Assert.False(SealedVector.TryOpen(_key, _name with { ModelId = "mode" }, envelope, opened));
        Assert.False(SealedVector.TryOpen(_key, _name, envelope.AsSpan(..^1), opened));
        Assert.False(SealedVector.TryOpen(_key, _name, [], opened));
        Assert.False(SealedVector.TryOpen(_key, _name, envelope, new float[127]));
    }

    [Fact]
    public void Never_seals_twice_the_same_way()
    {
        Assert.NotEqual(SealedVector.Seal(_key, _name, _vector), SealedVector.Seal(_key, _name, _vector));
    }

    [Fact]
    public void Takes_the_longest_model_id_there_can_be()
    {
        var name = _name with { ModelId = new string('€', 64) };
        var opened = new float[_vector.Length];

        Assert.True(SealedVector.TryOpen(_key, name, SealedVector.Seal(_key, name, _vector), opened));
    }
}
