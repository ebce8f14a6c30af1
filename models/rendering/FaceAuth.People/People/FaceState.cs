namespace FaceAuth.People.People;

/// <summary>What a person does at one moment.</summary>
internal readonly record struct FaceState
{
    /// <summary>At rest, looking into the camera.</summary>
    public FaceState()
    {
    }

    /// <summary>Turn of the head in degrees, positive to the person's own left.</summary>
    public float Yaw { get; init; }

    /// <summary>Nod in degrees, positive up.</summary>
    public float Pitch { get; init; }

    /// <summary>Tilt in degrees, positive clockwise as the camera sees it.</summary>
    public float Roll { get; init; }

    /// <summary>Place of the head in front of the camera, cm: to the picture's right.</summary>
    public float X { get; init; }

    /// <summary>Down.</summary>
    public float Y { get; init; }

    /// <summary>Distance from the camera, 25 cm and more.</summary>
    public float Distance { get; init; } = 55;

    /// <summary>How far the person's right eye is open: 1 as usual, 0 closed.</summary>
    public float RightEye { get; init; } = 1;

    /// <summary>The same of the left eye.</summary>
    public float LeftEye { get; init; } = 1;

    /// <summary>Gap between the lips in distances between the outer corners of the eyes, 0–0.5.</summary>
    public float MouthOpen { get; init; }

    /// <summary>How far the mouth is wider than at rest, in tenths of that distance; 1–1.5 is a broad smile.</summary>
    public float Smile { get; init; }

    /// <summary>Where the eyes look, cm of the iris to the picture's right.</summary>
    public float GazeX { get; init; }

    /// <summary>Down.</summary>
    public float GazeY { get; init; }
}
