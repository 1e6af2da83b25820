package io.fieldgate.portal.shared.web;

/// A state as the pages show it: never by colour alone.
///
/// @param word one or two words, such as `Online`
/// @param colour of the design kit: green, yellow, red, blue or secondary
/// @param lively whether the dot moves: something is going on right now
/// @param sentence what it means, for somebody who sees it for the first time
public record Badge(String word, String colour, boolean lively, String sentence) {}
