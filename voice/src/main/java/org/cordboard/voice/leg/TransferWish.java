package org.cordboard.voice.leg;

/// The far end wants us to call someone else.
public interface TransferWish {
    String target();

    void accept();

    void refuse();

    /// @param status SIP status of the new call
    void report(int status);
}
