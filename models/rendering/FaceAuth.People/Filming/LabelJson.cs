using System.Text.Json;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Filming;

/// <summary>Writes what is true of pictures as JSON; places in pixels, whole numbers are pixels' centres.</summary>
internal static class LabelJson
{
    /// <summary>Writes one picture's truth as an object.</summary>
    /// <param name="json">Where.</param>
    /// <param name="truth">What.</param>
    /// <param name="extra">What the object holds besides, first.</param>
    /// <param name="withMesh">Whether all 478 points are written: 10 kB a picture.</param>
    public static void Write(Utf8JsonWriter json, Truth truth, Action<Utf8JsonWriter> extra, bool withMesh)
    {
        var state = truth.State;
        json.WriteStartObject();
        extra(json);
        json.WriteNumber("identity", truth.Identity);
        json.WriteString("obstacle", truth.Obstacle);
        json.WriteString("attack", truth.Attack);
        json.WriteNumber("faces", truth.Faces);
        Number(json, "yaw", state.Yaw);
        Number(json, "pitch", state.Pitch);
        Number(json, "roll", state.Roll);
        Number(json, "right_eye", state.RightEye);
        Number(json, "left_eye", state.LeftEye);
        Number(json, "mouth_open", state.MouthOpen);
        Number(json, "smile", state.Smile);
        Number(json, "distance", state.Distance);
        Numbers(json, "points", truth.FivePoints);
        Numbers(json, "box", Box(truth.Mesh));
        if (withMesh) Numbers(json, "mesh", truth.Mesh);
        json.WriteEndObject();
    }

    /// <summary>Whether the eyes count as closed: less than a quarter open.</summary>
    public static bool IsClosed(Truth truth) => Math.Max(truth.State.RightEye, truth.State.LeftEye) < 0.25f;

    // left, top, right, bottom of the mesh's points: from the hairline to the chin
    static float[] Box(float[] mesh)
    {
        var (left, top, right, bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        for (var i = 0; i < mesh.Length; i += 3)
        {
            (left, right) = (Math.Min(left, mesh[i]), Math.Max(right, mesh[i]));
            (top, bottom) = (Math.Min(top, mesh[i + 1]), Math.Max(bottom, mesh[i + 1]));
        }

        return [left, top, right, bottom];
    }

    static void Numbers(Utf8JsonWriter json, string name, float[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(decimal.Round((decimal)value, 2));
        json.WriteEndArray();
    }

    static void Number(Utf8JsonWriter json, string name, float value) => json.WriteNumber(name, decimal.Round((decimal)value, 3));
}
