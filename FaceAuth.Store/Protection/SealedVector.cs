using System.Runtime.InteropServices;
using System.Text;

namespace FaceAuth.Store.Protection;

/// <summary>Original vectors sealed under their subject's key, each bound to its subject, template and model.</summary>
internal static class SealedVector
{
    static ReadOnlySpan<byte> Label => "FaceAuth template v1"u8;

    public static byte[] Seal(ReadOnlySpan<byte> subjectKey, TemplateName name, ReadOnlySpan<float> vector)
    {
        Span<byte> bound = stackalloc byte[BoundMax];
        return Envelope.Seal(subjectKey, MemoryMarshal.AsBytes(vector), bound[..Bind(name, bound)]);
    }

    /// <summary>Opens into <paramref name="vector"/>, which has the model's length; the caller zeroes it after use.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> subjectKey, TemplateName name, ReadOnlySpan<byte> envelope, Span<float> vector)
    {
        Span<byte> bound = stackalloc byte[BoundMax];
        return Envelope.TryOpen(subjectKey, envelope, bound[..Bind(name, bound)], MemoryMarshal.AsBytes(vector));
    }

    // label | subject id (16) | template id (16) | model id (UTF-8, to the end): one reading only
    static int Bind(TemplateName name, Span<byte> bound)
    {
        Label.CopyTo(bound);
        var length = Label.Length;
        name.SubjectId.TryWriteBytes(bound[length..], bigEndian: true, out var written);
        length += written;
        name.TemplateId.TryWriteBytes(bound[length..], bigEndian: true, out written);
        length += written;
        return length + Encoding.UTF8.GetBytes(name.ModelId, bound[length..]);
    }

    static int BoundMax => Label.Length + 32 + 3 * Limits.ModelId;
}
