package org.cordboard.api.ports;

/// Carries out instructions on calls. Checks and holds the reservation at once and refuses with the published message;
/// the dialling goes on after this has returned and reports by commands to the engine.
public interface Instructions {
    void start(Instruction instruction);
}
