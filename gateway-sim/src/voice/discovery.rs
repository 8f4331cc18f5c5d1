//! Packets of a voice driver over UDP: IP discovery, and voice.
//!
//! Docs: [Voice Connections, IP Discovery](https://docs.discord.com/developers/topics/voice-connections#ip-discovery).

use std::net::SocketAddr;

/// The length of an IP discovery packet. Its length field excludes type and length.
const DISCOVERY: usize = 74;
const LENGTH: u16 = 70;

/// The position of the address in it, and its largest length.
const ADDRESS: std::ops::Range<usize> = 8..72;

/// Length of an RTP header.
const RTP_HEADER: usize = 12;

/// The kind of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packet {
    /// A request of IP discovery, for this SSRC.
    Discovery(u32),
    /// Voice data of this SSRC.
    Voice(u32),
    /// Neither.
    Unknown,
}

impl Packet {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let ssrc = |at: usize| {
            let field = bytes.get(at..at + 4).and_then(|field| field.try_into().ok());
            field.map(u32::from_be_bytes)
        };
        let is_discovery = bytes.len() == DISCOVERY && bytes.starts_with(&[0, 1, 0, 70]);
        // Version 2, as in all of RTP (RFC 3550, 5.1).
        let is_voice = bytes.len() >= RTP_HEADER && bytes.first().is_some_and(|one| one >> 6 == 2);
        match (is_discovery, is_voice) {
            (true, _) => ssrc(4).map_or(Self::Unknown, Self::Discovery),
            (_, true) => ssrc(8).map_or(Self::Unknown, Self::Voice),
            _ => Self::Unknown,
        }
    }
}

/// Returns the answer to IP discovery: the address from which the request came.
pub(crate) fn answer(ssrc: u32, from: SocketAddr) -> [u8; DISCOVERY] {
    let mut packet = [0; DISCOVERY];
    packet[1] = 2;
    packet[2..4].copy_from_slice(&LENGTH.to_be_bytes());
    packet[4..8].copy_from_slice(&ssrc.to_be_bytes());
    let address = from.ip().to_string();
    let end = ADDRESS.start + address.len().min(ADDRESS.len());
    packet[ADDRESS.start..end].copy_from_slice(&address.as_bytes()[..end - ADDRESS.start]);
    packet[ADDRESS.end..].copy_from_slice(&from.port().to_be_bytes());
    packet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_answered_with_the_address_that_it_came_from() {
        let mut request = [0; DISCOVERY];
        request[..8].copy_from_slice(&[0, 1, 0, 70, 0, 0, 1, 2]);
        assert_eq!(Packet::read(&request), Packet::Discovery(0x102));
        let answer = answer(0x102, "127.0.0.1:258".parse().unwrap());
        assert_eq!(answer[..8], [0, 2, 0, 70, 0, 0, 1, 2]);
        assert_eq!(&answer[8..18], b"127.0.0.1\0");
        assert_eq!(answer[72..], [1, 2]);
    }

    #[test]
    fn voice_is_told_from_what_is_neither() {
        let voice = [0x80, 0x78, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2];
        assert_eq!(Packet::read(&voice), Packet::Voice(9));
        for bytes in [&voice[..11], &[], &[0; 74], &[0x40; 20]] {
            assert_eq!(Packet::read(bytes), Packet::Unknown);
        }
    }
}
