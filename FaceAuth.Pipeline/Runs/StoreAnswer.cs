using FaceAuth.Pipeline.Deciding;

namespace FaceAuth.Pipeline.Runs;

/// <summary>What the store answered, as it is told to the machine that asked; call it with the run's lock held.</summary>
/// <param name="machine">The run's.</param>
/// <param name="now">The time.</param>
internal delegate void StoreAnswer(DecisionMachine machine, TimeSpan now);
