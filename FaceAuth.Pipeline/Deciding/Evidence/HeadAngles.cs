namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>Where a head points, in degrees, each −90 to 90.</summary>
/// <param name="Yaw">
/// Turn about the vertical axis; positive towards the picture's right, which is the person's own left unless the camera mirrors.
/// </param>
/// <param name="Pitch">Nod; positive looks up.</param>
/// <param name="Roll">Tilt in the picture's plane; positive clockwise as seen.</param>
internal readonly record struct HeadAngles(float Yaw, float Pitch, float Roll);
