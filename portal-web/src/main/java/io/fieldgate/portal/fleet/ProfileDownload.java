package io.fieldgate.portal.fleet;

/// A profile on its way to whoever asked for it. It holds a private key that is kept nowhere else.
///
/// @param fileName made of the id, never of the name
/// @param text the `.ovpn` text: for the download, never for a log
public record ProfileDownload(String fileName, String text) {
    /// The media type of a profile.
    public static final String MEDIA_TYPE = "application/x-openvpn-profile";

    @Override
    public String toString() {
        return "ProfileDownload[" + fileName + "]";
    }
}
