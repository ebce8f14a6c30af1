namespace FaceAuth.Signaling.Errors;

/// <summary>Why a single picture of a client of the reference system cannot be used.</summary>
internal static class PictureRefusals
{
    public static readonly Refusal NotAPicture = new("not_a_picture", 422, "Picture not usable",
        "Send a whole JPEG or PNG picture as cameras and canvases make it, as a data URL, as base64 or as a file.");

    public static readonly Refusal PictureSize = new("picture_size", 422, "Picture of a wrong size",
        "The picture has too many pixels, or a side below 16 or above 4096. Send 640 × 480, or up to 1920 × 1080.");
}
