namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Turns a float16 network into a float32 one.</summary>
/// <remarks>
/// ONNX Runtime computes in float32 on processors anyway, but converts before and after every operation: three times the time for the mesh.
/// Every float16 is a float32, so nothing is lost.
/// </remarks>
internal static class HalfRewrite
{
    // These carry a type or a constant in their attributes.
    static readonly string[] Typed =
        ["", "Cast", "CastLike", "Constant", "ConstantOfShape", "EyeLike", "If", "Loop", "Scan", "SequenceEmpty"];

    /// <summary>Widens all of the network or, where something in it prevents that, nothing.</summary>
    /// <returns>Whether it was widened.</returns>
    public static bool Apply(OnnxFile file)
    {
        if (!file.Inputs.Any(IsHalf) || file.Nodes.Any(node => Typed.Contains(node.Operator))) return false;
        var constants = new List<OnnxTensor>(file.Constants.Count);
        foreach (var constant in file.Constants)
        {
            if (constant.Type != OnnxTensor.Half)
            {
                constants.Add(constant);
                continue;
            }

            if (constant.Floats() is not { } values) return false;
            constants.Add(OnnxTensor.Of(constant.Name, constant.Shape, values));
        }

        file.Constants = constants;
        (file.Inputs, file.Outputs, file.Values) = (Widen(file.Inputs), Widen(file.Outputs), Widen(file.Values));
        return true;
    }

    static bool IsHalf(OnnxValue value) => value.Type == OnnxTensor.Half;

    static List<OnnxValue> Widen(List<OnnxValue> values) =>
        values.ConvertAll(value => IsHalf(value) ? value with { Type = OnnxTensor.Float } : value);
}
