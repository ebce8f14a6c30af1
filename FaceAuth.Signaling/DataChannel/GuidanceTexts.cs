using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.DataChannel;

/// <summary>Guidance as the person reads it. Whatever covers the face has one code and a detail that says which part.</summary>
internal static class GuidanceTexts
{
    const string Obstacle = "remove_obstacle";

    /// <summary>The message for a piece of guidance.</summary>
    public static GuidanceMessage For(AuthEvent.Guidance guidance) => guidance.Code switch
    {
        GuidanceCode.HoldStill => new("hold_still", "Hold still.", null),
        GuidanceCode.NoFace => new("no_face", "Look into the camera.", null),
        GuidanceCode.OneFaceOnly => new("one_face_only", "Only one person, please.", null),
        GuidanceCode.MoveCloser => new("move_closer", "Come a little closer.", null),
        GuidanceCode.MoveBack => new("move_back", "Move back a little.", null),
        GuidanceCode.CenterFace => new("center_face", "Your face is cut off: bring it into the oval.", null),
        GuidanceCode.LookStraight => new("look_straight", "Look straight ahead.", null),
        GuidanceCode.MoreLight => new("more_light", "Find more light.", null),
        GuidanceCode.HoldCameraSteady => new("hold_camera_steady", "Hold the camera steady.", null),
        GuidanceCode.HoldUpright => new("hold_upright", "Hold your phone or camera upright.", null),
        GuidanceCode.UseColourCamera => new("use_colour_camera", "This camera shows no colour: choose another camera.", null),
        GuidanceCode.UseSharperCamera => new(
            "use_sharper_camera", "This camera shows too little detail: wipe its lens, or choose another camera.", null),
        GuidanceCode.Blink => new("blink", "Blink.", null),
        _ => Uncover(guidance.Detail ?? guidance.Code),
    };

    static GuidanceMessage Uncover(GuidanceCode what) => what switch
    {
        GuidanceCode.RemoveMask => new(Obstacle, "Take off your mask.", "mask"),
        GuidanceCode.RemoveSunglasses => new(Obstacle, "Take off your sunglasses.", "sunglasses"),
        GuidanceCode.UncoverEyes => new(Obstacle, "Move hair, hand or anything else away from your eyes.", "eyes"),
        GuidanceCode.UncoverMouth => new(Obstacle, "Move your hand away from nose and mouth.", "mouth"),
        _ => new(Obstacle, "Uncover your face.", "face"),
    };
}
