namespace FaceAuth.Pipeline.Contracts;

/// <summary>Looks at one photo after another as the stages of a session do. One thread at a time.</summary>
public interface IStillReader : IDisposable
{
    /// <summary>Bytes that a file may have.</summary>
    const int MostBytes = 20 * 1024 * 1024;

    /// <summary>What templates are kept under.</summary>
    string TemplateModel { get; }

    /// <summary>Similarity at which two faces count as one person's when verifying.</summary>
    float VerifyAt { get; }

    /// <summary>The same among many.</summary>
    float IdentifyAt { get; }

    /// <summary>What is taken from this face's cosine similarity to others before it is held against these: 0 or more.</summary>
    /// <remarks>Strangers are more alike to some faces than to others (docs/decisions.md).</remarks>
    /// <param name="face">L2 norm 1, of <see cref="TemplateModel"/>.</param>
    float Shift(ReadOnlySpan<float> face);

    /// <summary>Decodes a JPEG, PNG, WebP or BMP file and judges its face by Decision:Gate.</summary>
    /// <remarks>At most 50 million pixels are decoded; a larger picture is told by its header alone.</remarks>
    /// <exception cref="Packs.ModelException">A model failed; the next picture may be looked at.</exception>
    StillFace Read(ReadOnlySpan<byte> file);
}
