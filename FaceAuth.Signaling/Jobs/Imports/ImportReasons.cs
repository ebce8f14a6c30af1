namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Why a photo was not enrolled: a code for programs, and a sentence that says what to do.</summary>
internal static class ImportReasons
{
    static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["same_face"] = "Another subject has this face already: see whether they are one person, and keep one of them.",
        ["same_file"] = "The same file was enrolled as another subject: take a photo of this one.",
        ["no_face"] = "There is no face to be seen: take a photo from the front, with the whole face in it.",
        ["many_faces"] = "There are several faces: take a photo of this person alone.",
        ["on_its_side"] = "The picture lies on its side: turn it upright.",
        ["obstructed"] = "Something covers the face: take a photo without mask, sunglasses or hand before it.",
        ["too_small"] = "The face is too small: take a larger photo, or one from nearer.",
        ["too_large"] = "The face is too near: take a photo from further away.",
        ["cut_off"] = "The face is cut off: take a photo with the whole face in it.",
        ["too_dark"] = "The face is too dark: take a photo in more light.",
        ["blurred"] = "The face is blurred: take a sharper photo.",
        ["turned_away"] = "The face is turned away: take a photo that looks into the camera.",
        ["not_a_picture"] = "The file is no picture that can be read: save it as JPEG, PNG, WebP or BMP.",
        ["too_many_pixels"] = "The picture has more than 50 million pixels: make it smaller.",
        ["bad_name"] = "The subject or the group has a name that cannot be one: see the API on names, and correct it.",
        ["another_face"] = "The subject has another face: see whose photo it is; to change a face, erase the subject first.",
        ["unreadable"] = "The file cannot be read, or does not lie below the folder: see that it is there and may be read.",
        ["too_many_bytes"] = "The file is larger than 20 MiB: make it smaller.",
        ["model_failed"] = "A model failed on it: see the log, and run the import again.",
        ["changed_meanwhile"] = "The subject was changed or erased meanwhile: run the import again.",
    };

    /// <summary>The codes that there are.</summary>
    public static IReadOnlyCollection<string> All => Texts.Keys;

    /// <summary>The sentence; null for none, and for one that another version wrote.</summary>
    public static string? TextOf(string? code) => code is null ? null : Texts.GetValueOrDefault(code);
}
