namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Embeddings of pictures that show one sign of life; each L2 norm 1.</summary>
/// <param name="pictures">At least one.</param>
internal sealed class SignFaces(IReadOnlyList<float[]> pictures)
{
    // so few of five may be an embedding gone wrong: a turned head, a closing eye, a blurred picture
    const int Forgiven = 1;

    /// <summary>The pictures' embeddings.</summary>
    public IReadOnlyList<float[]> Pictures => pictures;

    /// <summary>Whether it is one person's sign: nearly every picture is as similar to them as asked.</summary>
    /// <remarks>
    /// Picture by picture: a mean would be somewhat like everybody in it, and one picture of the subject in four would hide who moved in
    /// the other three.
    /// </remarks>
    /// <param name="similarity">Of an embedding to that person, −1 to 1.</param>
    /// <param name="at">Least that counts.</param>
    public bool MayBe(Func<float[], float> similarity, float at)
    {
        var strange = pictures.Count(picture => !(similarity(picture) >= at));
        return strange * 5 <= pictures.Count * Forgiven;
    }
}
