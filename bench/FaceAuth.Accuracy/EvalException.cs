namespace FaceAuth.Accuracy;

/// <summary>The evaluation cannot go on. The message is one line for a person: what is wrong and what to do.</summary>
internal sealed class EvalException(string message, Exception? inner = null) : Exception(message, inner);
